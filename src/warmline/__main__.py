"""`python -m warmline` is the program `warmline`."""

from warmline.cli.main import main

if __name__ == "__main__":
    main()
