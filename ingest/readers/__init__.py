"""One module a format: a file's bytes -> Documents."""
