#ifndef CNUMERICS_H
#define CNUMERICS_H
#endif
