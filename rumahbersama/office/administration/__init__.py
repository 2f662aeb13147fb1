"""Jobs, health and sessions of the installation."""
