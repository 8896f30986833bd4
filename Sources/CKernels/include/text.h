#ifndef IGND_TEXT_H
#define IGND_TEXT_H

#include <stdint.h>

// How often two bytes occur in a text.
void ignd_count_bytes(const uint8_t *text, int64_t count, uint8_t first, uint8_t second, int64_t totals[2]);

#endif
