"""What may not be in this room, as sentences."""

from rumahbersama.ground.core.rules import Refusal

JP_MINUTES = 45  # one JP (jam pelajaran) in a training of civil servants; FACTS "Training"


class TrainingRefusal(Refusal):
    """Something about a curriculum, an event or who takes part that may not be."""
