/// May this packet be stored, and may it be counted?
///
/// ```text
/// in   SignedPacket   from packet, by way of ingress
/// out  Verdict        Storable goes to the ledger, Refused to the branch
/// ```
///
/// **Promises.** Pure: the same definition and the same bytes give the same verdict, for
/// ever and for anybody, so that an auditor finds what the server found, on either
/// signature provider. **Does not know** what is stored already, nor which keys decisions
/// replaced since. **Threads.** Any; everything here is immutable.
@NullMarked
package org.shomar.aggregator.verify;

import org.jspecify.annotations.NullMarked;
