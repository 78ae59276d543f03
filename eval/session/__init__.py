"""Cases about resolutions of the 77th session, on any subject but the process."""
