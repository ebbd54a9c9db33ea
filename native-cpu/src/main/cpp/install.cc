// All kernels of one instruction set in one table.
#include "isa.h"

namespace carousel::CAROUSEL_ISA {

void install(Kernels& table) {
  installColumns(table);
  installDense(table);
  installDropout(table);
  installEmbedding(table);
  installFunctions(table);
  installGru(table);
  installLoss(table);
  installLstm(table);
  installPeak(table);
  installPool(table);
  installRnn(table);
  installRows(table);
  installUpdate(table);
}

}  // namespace carousel::CAROUSEL_ISA
