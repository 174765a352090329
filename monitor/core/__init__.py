"""Values, errors, ports and text rules that every room shares."""
