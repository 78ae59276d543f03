"""Does it work? Cases, metrics and runs. Imports everything, is imported only by the command line."""
