"""Makes the small JPEG files beside this program and pictures.json: what Pillow (13.0) makes of them.

    python3 -m pip install pillow numpy && python3 make_pictures.py
"""

import json
import pathlib

import numpy
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
ORIENTATION = 0x0112


def drawing(width, height):
    """A shaded field with a disc and some texture; no corner is like another."""
    y, x = numpy.mgrid[0:height, 0:width] / max(width, height)
    red = 255 * x
    green = 255 * (1 - y) * (0.6 + 0.4 * numpy.sin(25 * x))
    blue = numpy.where((x - 0.35) ** 2 + (y - 0.3) ** 2 < 0.04, 230, 60 + 90 * y)
    return Image.fromarray(numpy.stack([red, green, blue], axis=2).clip(0, 255).astype("uint8"))


def save(name, picture, quality=85, **options):
    picture.save(HERE / name, quality=quality, **options)


def expected(name, channels, height, width, fit, orientation=1):
    picture = Image.open(HERE / name)
    picture.load()
    if orientation > 1:
        picture = picture.convert("RGB")
        picture.getexif()[ORIENTATION] = orientation
        picture = ImageOps.exif_transpose(picture)
    picture = picture.convert("RGB")
    if fit == "crop":
        picture = ImageOps.fit(picture, (width, height), Image.Resampling.BILINEAR)
    else:
        picture = picture.resize((width, height), Image.Resampling.BILINEAR)
    values = numpy.asarray(picture)
    if channels == 1:
        values = (values @ numpy.array([0.299, 0.587, 0.114])).round()[:, :, None]
    return {
        "file": name, "channels": channels, "height": height, "width": width, "fit": fit,
        "orientation": orientation, "bytes": values.transpose(2, 0, 1).astype(int).ravel().tolist(),
    }


small = drawing(60, 45)
exif = Image.Exif()
exif[ORIENTATION] = 6
save("colour.jpg", small)
save("grey.jpg", small.convert("L"))
save("inks.jpg", small.convert("CMYK"))
save("progressive.jpg", small, progressive=True)
save("turned.jpg", drawing(40, 24), exif=exif)
save("large.jpg", drawing(400, 300), quality=20)

cases = [
    expected("colour.jpg", 3, 16, 24, "squeeze"),
    expected("colour.jpg", 1, 12, 16, "squeeze"),
    expected("colour.jpg", 3, 11, 20, "crop"),
    expected("turned.jpg", 3, 30, 48, "squeeze"),
    expected("grey.jpg", 3, 12, 16, "squeeze"),
    expected("grey.jpg", 1, 12, 16, "squeeze"),
    expected("inks.jpg", 3, 12, 16, "squeeze"),
    expected("progressive.jpg", 3, 16, 16, "squeeze"),
    expected("large.jpg", 3, 12, 16, "squeeze"),
    expected("large.jpg", 3, 14, 14, "crop"),
] + [expected("turned.jpg", 3, 9, 14, "squeeze", orientation) for orientation in range(1, 9)]
(HERE / "pictures.json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
