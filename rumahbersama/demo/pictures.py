"""Pictures drawn by the program, for what the demo shows with a photo."""

import io
import random

from PIL import Image, ImageDraw


def hillside(rng: random.Random) -> bytes:
    """Draw an invented hillside with a hut."""
    image = Image.new("RGB", (640, 420), (186, 214, 235))
    draw = ImageDraw.Draw(image)
    for layer in range(5):
        top = 170 + 45 * layer
        points = [(x, top + rng.randint(-22, 22)) for x in range(0, 681, 40)]
        draw.polygon([(0, 420), *points, (640, 420)], fill=(90 - 9 * layer, 140 - 14 * layer, 80 - 8 * layer))
    draw.polygon([(250, 300), (330, 235), (410, 300)], fill=(150, 70, 45))
    draw.rectangle((270, 300, 390, 370), fill=(226, 214, 190))
    draw.rectangle((315, 320, 345, 370), fill=(96, 66, 44))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
