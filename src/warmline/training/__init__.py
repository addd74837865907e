"""Makes the embedded reader from labelled sets and our own lines; never imported at run time."""
