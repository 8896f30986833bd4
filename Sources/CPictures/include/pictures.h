// Decoding of JPEG files and antialiased resizing.
#pragma once
#include <stb/stb_image_resize.h>
#include <turbojpeg.h>
