"""The commands of ``rumah``: each module has NAME, HELP, add_arguments and run; Django is imported inside run."""
