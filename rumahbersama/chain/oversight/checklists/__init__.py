"""Checklists of visits: questionnaires of ``surveys`` with legal basis, remedy and weight."""
