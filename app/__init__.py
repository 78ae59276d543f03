"""Question -> Answer, and the faces that show it: the command line and the page."""
