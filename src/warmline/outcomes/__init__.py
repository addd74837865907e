"""Whether it helped: measures of agreement and of effect. Pure."""
