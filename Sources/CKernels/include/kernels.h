#ifndef IGND_KERNELS_H
#define IGND_KERNELS_H

#include "apply.h"
#include "batch.h"
#include "crc32c.h"
#include "dense.h"
#include "layers.h"
#include "lstm.h"
#include "product.h"
#include "quadratic.h"
#include "rows.h"
#include "sha256.h"
#include "sparse.h"
#include "text.h"

#endif
