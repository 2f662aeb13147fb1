"""When the offices of a place are open: working weekdays, national and local holidays, joint leave; all dated."""
