"""Pictures and documents for tests, good and hostile ones."""

import io
import struct
import zlib

from PIL import ExifTags, Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(*, form: str = "JPEG", size: tuple[int, int] = (40, 30), exif: bool = False, mode: str = "RGB") -> bytes:
    """Return a small picture; with ``exif`` it names a camera, stands on its side and was taken at 7°S 109°E."""
    image = Image.effect_noise(size, 60).convert(mode)
    out = io.BytesIO()
    if not exif:
        image.save(out, form)
        return out.getvalue()
    told = Image.Exif()
    told[ExifTags.Base.Make] = "KameraRahasia"
    told[ExifTags.Base.Orientation] = 6
    told.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "S",
            ExifTags.GPS.GPSLatitude: (7.0, 30.0, 0.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (109.0, 15.0, 36.0),
        }
    )
    image.save(out, form, exif=told)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that would unpack to width times height pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )
