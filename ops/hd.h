#pragma once
// The one mark of a function that runs on both sides, CPU and CUDA. It refuses to know either.

#ifdef __CUDACC__
#define AUGLENS_HD __host__ __device__
#else
#define AUGLENS_HD
#endif
