#ifndef IGND_KERNELS_H
#define IGND_KERNELS_H

#include "apply.h"
#include "quadratic.h"

#endif
