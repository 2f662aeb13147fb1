"""Images written anew: what comes out holds the picture and nothing else."""

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from rumahbersama.ground.files.rules import JPEG, broken_image, check_pixels, check_scans, limits, too_many_pixels

QUALITY, SMALL_QUALITY = 82, 75
WHITE = (255, 255, 255)
_BROKEN = (
    OSError,  # truncated, and whatever a decoder refuses
    SyntaxError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    EOFError,
    ZeroDivisionError,
    MemoryError,
    OverflowError,
    UnidentifiedImageError,
)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """A picture as kept: JPEG bytes, its small one, its size, and where it was taken if that was asked for."""

    content: bytes
    small: bytes
    width: int
    height: int
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def rewritten(content: bytes, *, kind: str, keep_position: bool) -> Picture:
    """Return the picture decoded and written anew as JPEG, upright, no larger than the limit.

    Nothing of the file as sent remains: no EXIF, no comment, no profile, no bytes behind the picture.

    Raises:
        FileRefusal: too many pixels, cut off, or not readable to its end.
    """
    if kind == JPEG:
        check_scans(content)
    try:
        with Image.open(io.BytesIO(content), formats=[kind.upper()]) as image:
            check_pixels(*image.size, kind=kind)
            place = _position(image) if keep_position else None
            return _written(image, place)
    except _BOMBS as problem:
        raise too_many_pixels() from problem
    except _BROKEN as problem:
        raise broken_image() from problem


def shrunk(content: bytes, *, side: int) -> Picture:
    """Return a picture that was written here before, no larger than ``side``: the same bytes for the same picture.

    Raises:
        FileRefusal: not readable to its end.
    """
    try:
        with Image.open(io.BytesIO(content), formats=[JPEG.upper()]) as image:
            return _written(image, None, side=side, quality=SMALL_QUALITY)
    except _BROKEN as problem:
        raise broken_image() from problem


def _written(
    image: Image.Image, place: tuple[Decimal, Decimal] | None, *, side: int = 0, quality: int = QUALITY
) -> Picture:
    side = side or limits().longest_side
    image.draft("RGB", (side, side))  # a JPEG is decoded small at once; others ignore it
    image.load()
    upright = ImageOps.exif_transpose(image)
    flat = _flat(upright)
    flat.thumbnail((side, side))
    small = flat.copy()
    small.thumbnail((limits().thumbnail_side, limits().thumbnail_side))
    latitude, longitude = place or (None, None)
    return Picture(
        content=_jpeg(flat, quality),
        small=_jpeg(small, SMALL_QUALITY),
        width=flat.width,
        height=flat.height,
        latitude=latitude,
        longitude=longitude,
    )


def _flat(image: Image.Image) -> Image.Image:
    """Return the pixels alone as RGB, white behind what is transparent; no field of the file comes along."""
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        flat = Image.new("RGB", image.size, WHITE)
        flat.paste(clear, mask=clear.getchannel("A"))
        return flat
    flat = Image.new("RGB", image.size)
    flat.paste(image.convert("RGB"))
    return flat


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _position(image: Image.Image) -> tuple[Decimal, Decimal] | None:
    """Return latitude and longitude in degrees from the EXIF of the file as sent, or None."""
    found = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(found.get(ExifTags.GPS.GPSLatitude), found.get(ExifTags.GPS.GPSLatitudeRef), "S")
    longitude = _degrees(found.get(ExifTags.GPS.GPSLongitude), found.get(ExifTags.GPS.GPSLongitudeRef), "W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return latitude, longitude


def _degrees(parts: Any, side: Any, negative: str) -> Decimal | None:  # noqa: ANN401 - whatever a camera wrote
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
        value = Decimal(repr(degrees + minutes / 60 + seconds / 3600)).quantize(Decimal("0.00001"))
    except (TypeError, ValueError, ZeroDivisionError, ArithmeticError):
        return None
    return -value if str(side).strip("\x00 ").upper() == negative else value
