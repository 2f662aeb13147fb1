"""What the invented people of the journeys type."""

PASSWORD = "jembatan-bambu-71"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
