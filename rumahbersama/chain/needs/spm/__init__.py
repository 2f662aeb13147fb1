"""The minimum service standards (SPM) of a kabupaten: two measures of every service, and the index they make."""
