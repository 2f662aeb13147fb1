"""The files in which questions travel: GIFT, Aiken, Moodle XML, and tables; plain Python, nothing is stored here."""
