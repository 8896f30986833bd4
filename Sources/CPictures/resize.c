// stb_image_resize is a header that one file of a program compiles. Its check that a filter's weights sum up to one
// before they are normalised does not hold for a triangle at some ratios (1.5: 1.11), and would end the program.
#define STBIR_ASSERT(condition) ((void)(condition))
#define STB_IMAGE_RESIZE_IMPLEMENTATION
#include <stb/stb_image_resize.h>
