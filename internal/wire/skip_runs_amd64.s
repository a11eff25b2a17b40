#include "textflag.h"

// A run is eight blocks of 64 bytes. Their masks go to memory, eight of a kind
// side by side, so that what follows from them is found for all eight at once.
// It is the same as in skip_amd64.s otherwise.

#define STATE_IN_STRING 0
#define STATE_ESCAPED 8
#define STATE_DEPTH 16
#define STATE_BRACES 24

// Where the masks are, from DI on: eight words each.
#define QUOTES 0
#define BACKSLASHES 64
#define OPENS 128
#define CLOSES 192
#define KINDS 256

// Makes the masks of block I. Bit 0x20, which tells braces from brackets, is
// moved to the top of its byte, from where it takes no comparison: those have
// only one port.
#define MASKS(I) \
	VMOVDQU64 (I*64)(BX), Z0       \
	VPCMPEQB Z16, Z0, K1           \
	KMOVQ K1, (QUOTES+I*8)(DI)     \
	VPCMPEQB Z17, Z0, K2           \
	KMOVQ K2, (BACKSLASHES+I*8)(DI) \
	VPORQ Z18, Z0, Z1              \
	VPCMPEQB Z19, Z1, K3           \
	KMOVQ K3, (OPENS+I*8)(DI)      \
	VPCMPEQB Z20, Z1, K4           \
	KMOVQ K4, (CLOSES+I*8)(DI)     \
	VPSLLW $2, Z0, Z0              \
	VPMOVB2M Z0, K5                \
	KMOVQ K5, (KINDS+I*8)(DI)

#define ALL_MASKS \
	MASKS(0)                       \
	MASKS(1)                       \
	MASKS(2)                       \
	MASKS(3)                       \
	MASKS(4)                       \
	MASKS(5)                       \
	MASKS(6)                       \
	MASKS(7)

// func skipRunsAVX512(p *byte, runs int, st *skipState) int
TEXT ·skipRunsAVX512(SB), 0, $768-32
	MOVQ p+0(FP), SI
	MOVQ runs+8(FP), CX
	MOVQ st+16(FP), AX
	LEAQ 63(SP), DI
	ANDQ $~63, DI
	LEAQ 320(DI), R15
	MOVQ STATE_IN_STRING(AX), R12
	MOVQ STATE_ESCAPED(AX), R13
	SHLQ $63, R13
	VPBROADCASTQ R13, Z23 // the backslashes of the run before; of them the last counts
	VPBROADCASTQ STATE_DEPTH(AX), Z22
	MOVL $0x22, AX
	VPBROADCASTB AX, Z16 // "
	MOVL $0x5c, AX
	VPBROADCASTB AX, Z17 // \
	MOVL $0x20, AX
	VPBROADCASTB AX, Z18 // what tells braces from brackets
	MOVL $0x7b, AX
	VPBROADCASTB AX, Z19 // {
	MOVL $0x7d, AX
	VPBROADCASTB AX, Z20 // }
	MOVL $7, AX
	VPBROADCASTQ AX, Z25
	VPTERNLOGQ $0xff, Z21, Z21, Z21 // all ones
	VPXORQ Z24, Z24, Z24 // the braces that opened, less those that closed
	VPXORQ Z26, Z26, Z26 // zero
	SHLQ $9, CX
	ADDQ SI, CX
	MOVQ SI, BX
	ALL_MASKS
	XCHGQ DI, R15

	// The masks of the next run are made before those of this one are read: a
	// word that is still on its way to memory cannot be read with its
	// neighbours.
run:
	LEAQ 512(SI), BX
	CMPQ BX, CX
	JGE  made
	ALL_MASKS

made:
	XCHGQ DI, R15
	VMOVDQU64 QUOTES(DI), Z2
	VMOVDQU64 BACKSLASHES(DI), Z3
	VMOVDQA64 Z23, Z27
	MOVQ R12, R9

	// Does a backslash stand before a quote or another backslash? Nearly all
	// stand before other characters, as in \u00e9, and do not matter.
	VALIGNQ $7, Z23, Z3, Z4
	VPSHLDQ $1, Z4, Z3, Z5
	VPORQ Z2, Z3, Z6
	VPTESTMQ Z5, Z6, K1
	VMOVDQA64 Z3, Z23
	KORTESTB K1, K1
	JNZ  escapes

strings:
	// What lies in strings, the opening quote included: first as if each block
	// began outside of one, with what that is for the next in its top bit.
	VPCLMULQDQ $0x00, Z21, Z2, Z4
	VPCLMULQDQ $0x01, Z21, Z2, Z5
	VPUNPCKLQDQ Z5, Z4, Z4
	VPMOVQ2M Z4, K1
	KMOVB K1, AX
	MOVL AX, DX
	SHLL $1, DX
	XORL DX, AX
	MOVL AX, DX
	SHLL $2, DX
	XORL DX, AX
	MOVL AX, DX
	SHLL $4, DX
	XORL DX, AX
	MOVL R12, DX
	ANDL $1, DX
	XORL R12, AX
	LEAL (DX)(AX*2), DX
	SHLL $24, AX
	SARL $31, AX
	MOVL AX, R12
	KMOVB DX, K2
	VPXORQ Z21, Z4, K2, Z4

	// The depth behind each block.
	VPANDNQ OPENS(DI), Z4, Z6
	VPANDNQ CLOSES(DI), Z4, Z7
	VPOPCNTQ Z6, Z8
	VPOPCNTQ Z7, Z9
	VPSUBQ Z9, Z8, Z11
	VALIGNQ $7, Z26, Z11, Z10
	VPADDQ Z11, Z10, Z10
	VALIGNQ $6, Z26, Z10, Z14
	VPADDQ Z14, Z10, Z10
	VALIGNQ $4, Z26, Z10, Z14
	VPADDQ Z14, Z10, Z10
	VPADDQ Z22, Z10, Z10

	// It is nowhere in a block less than if all of its brackets closed before
	// any opened, but for those that close what opened right before: adding the
	// opening ones to all that is no bracket carries each to the bracket that
	// comes next.
	VPADDQ Z6, Z6, Z12
	VPTERNLOGQ $0x11, Z7, Z6, Z13 // neither
	VPADDQ Z12, Z13, Z13
	VPANDNQ Z7, Z13, Z13
	VPOPCNTQ Z13, Z13
	VPSUBQ Z11, Z10, Z11
	VPCMPQ $2, Z13, Z11, K3
	KORTESTB K3, K3
	JNZ  end

	VPERMQ Z10, Z25, Z22
	VMOVDQU64 KINDS(DI), Z12
	VPANDQ Z12, Z6, Z13
	VPANDQ Z12, Z7, Z14
	VPOPCNTQ Z13, Z13
	VPOPCNTQ Z14, Z14
	VPADDQ Z13, Z24, Z24
	VPSUBQ Z14, Z24, Z24
	ADDQ $512, SI
	CMPQ SI, CX
	JLT  run
	JMP  done

	// Drops the escaped quotes, block after block. A run of backslashes escapes
	// what follows it if its length is odd: adding a run that starts on an odd
	// bit to itself tells where it ends.
escapes:
	VEXTRACTI64X2 $3, Z27, X1
	VPEXTRQ $1, X1, R13
	SHRQ $63, R13
	MOVQ $0x5555555555555555, R11
	XORL DX, DX

escape:
	MOVQ QUOTES(DI)(DX*8), AX
	MOVQ BACKSLASHES(DI)(DX*8), BX
	MOVQ R13, R10
	NOTQ R10
	ANDQ R10, BX
	LEAQ (R13)(BX*2), R10
	MOVQ R11, R13
	ORQ  R10, R13
	ANDNQ BX, R13, R13
	ADDQ BX, R13
	SETCS BX
	MOVBQZX BX, BX
	SHLQ $1, R13
	XORQ R11, R13
	ANDQ R10, R13
	ANDNQ AX, R13, AX
	MOVQ AX, QUOTES(DI)(DX*8)
	MOVQ BX, R13
	INCL DX
	CMPL DX, $8
	JLT  escape
	SHLQ $63, R13
	VPBROADCASTQ R13, Z23
	VMOVDQU64 QUOTES(DI), Z2
	JMP  strings

end:
	VMOVDQA64 Z27, Z23 // all is as before the run
	MOVQ R9, R12

done:
	MOVQ st+16(FP), AX
	MOVLQSX R12, R12
	MOVQ R12, STATE_IN_STRING(AX)
	VEXTRACTI64X2 $3, Z23, X1
	VPEXTRQ $1, X1, R13
	SHRQ $63, R13
	MOVQ R13, STATE_ESCAPED(AX)
	VMOVQ X22, R8
	MOVQ R8, STATE_DEPTH(AX)
	VEXTRACTI64X4 $1, Z24, Y1
	VPADDQ Y24, Y1, Y1
	VEXTRACTI128 $1, Y1, X2
	VPADDQ X2, X1, X1
	VMOVQ X1, R8
	VPEXTRQ $1, X1, R10
	ADDQ R10, R8
	ADDQ R8, STATE_BRACES(AX)
	SUBQ p+0(FP), SI
	SHRQ $9, SI
	MOVQ SI, ret+24(FP)
	VZEROUPPER
	RET
