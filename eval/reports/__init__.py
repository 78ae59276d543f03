"""Ten reports that we made up, of invented places and people, and cases about them."""
