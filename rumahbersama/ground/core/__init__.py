"""The page shell, components, formats, background jobs and the registry."""
