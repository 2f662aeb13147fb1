"""Files kept in a folder of the test's own, and pictures made by hand."""

import io

import pytest
from PIL import Image

from tests.files.making import picture


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def photo() -> bytes:
    """A photo of 40 by 30 pixels with camera data and a position."""
    return picture(exif=True)


@pytest.fixture
def opened():
    """Open bytes as an image."""
    return lambda content: Image.open(io.BytesIO(content))
