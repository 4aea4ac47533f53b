"""A paper that is a picture, or several in one file, as text recognition reads it."""

from __future__ import annotations

import io
import warnings

from enduse.errors import InputError
from enduse.reading.pdf import MAX_RECOGNISED, PagedText, pieces_of, recognised_faults
from enduse.reading.recognition import MAX_SIDE, Recogniser
from enduse.reading.stored_text import StoredText

MAX_PIXELS = 60_000_000  # of one picture
_FORMATS = ("PNG", "JPEG", "TIFF", "GIF")


def read_picture(data: bytes, name: str, recogniser: Recogniser) -> StoredText:
    """Return the text of a picture; each picture of a TIFF or GIF file is a page, places count in its pixels.

    Raises:
        InputError: it is damaged, too large, or holds no letters.
    """
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence

    text = PagedText(name)
    remedy = "Save it as PNG, or as a smaller picture."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the library, about sizes and metadata; sizes are bounded here
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                media = f"image/{(picture.format or 'png').lower()}"
                for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                    if number > MAX_RECOGNISED:
                        what = f"it holds more than {MAX_RECOGNISED} pictures."
                        raise InputError(what, where=name, remedy="Split it.")
                    if frame.width * frame.height > MAX_PIXELS:
                        raise InputError("the picture is too large.", where=name, remedy=remedy)
                    grey = ImageOps.exif_transpose(frame).convert("L")
                    scale = min(1.0, MAX_SIDE / max(grey.size))
                    size = max(1, round(grey.width * scale)), max(1, round(grey.height * scale))
                    pixels = np.asarray(grey.resize(size) if scale < 1 else grey)
                    text.add_page(pieces_of(recogniser.read(pixels), page=number, height=size[1], scale=scale))
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as exc:
        raise InputError("the picture is damaged.", where=name, remedy=remedy) from exc
    if not text.runs:
        raise InputError("no letters were found in the picture.", where=name, remedy="Check it; scan it anew.")
    return StoredText(
        text=text.whole(), media=media, pages=tuple(text.pages), runs=tuple(text.runs),
        faults=tuple(recognised_faults(text.runs)),
    )
