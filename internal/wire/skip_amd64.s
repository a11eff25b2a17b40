//go:build amd64 && !purego

#include "go_asm.h"
#include "textflag.h"

// Both functions read blocks of 64 bytes and make bit masks of each: the quotes
// that no backslash escapes, from these the bytes inside strings, and the
// brackets outside of strings. See skip_amd64.go for the contract.

#define EVEN_BITS 0x5555555555555555

// Drops the escaped quotes from AX. BX has the backslashes, R13 is 1 if the
// block's first byte is escaped and becomes that of the next block. A run of
// backslashes escapes what follows it if its length is odd: adding a run that
// starts on an odd bit to itself tells where it ends.
#define DROP_ESCAPED \
	MOVQ  R13, R10                 \
	NOTQ  R10                      \
	ANDQ  R10, BX                  \
	LEAQ  (R13)(BX*2), R10         \
	MOVQ  $EVEN_BITS, R11          \
	MOVQ  R11, R13                 \
	ORQ   R10, R13                 \
	ANDNQ BX, R13, R13             \
	ADDQ  BX, R13                  \
	SETCS BX                       \
	MOVBQZX BX, BX                 \
	SHLQ  $1, R13                  \
	XORQ  R11, R13                 \
	ANDQ  R10, R13                 \
	ANDNQ AX, R13, AX              \
	MOVQ  BX, R13

// Sets the flags by whether a backslash in BX precedes a quote (in AX) or another
// backslash, also across the border of two blocks. Nearly all backslashes precede
// other characters, as in \u00e9, and do not matter. R13 becomes 1 if the block's
// last byte is a backslash, which is right if none mattered; DX keeps the old R13.
#define ESCAPES_MATTER \
	LEAQ  (R13)(BX*2), R10         \
	MOVQ  AX, R11                  \
	ORQ   BX, R11                  \
	MOVQ  R13, DX                  \
	MOVQ  BX, R13                  \
	SHRQ  $63, R13                 \
	TESTQ R10, R11

// Goes over the brackets (R10, R11) of a block in which the value may end, one by
// one. Jumps to END if it does end there; else R8 is the depth after the block.
// AX, BX and DX are lost.
#define WALK(EACH, END) \
	MOVQ  R10, AX                  \
	ORQ   R11, AX                  \
EACH: \
	BLSIQ AX, BX                   \
	XORL  DX, DX                   \
	TESTQ BX, R11                  \
	SETNE DX                       \
	ADDQ  DX, DX                   \
	INCQ  R8                       \
	SUBQ  DX, R8                   \
	JZ    END                      \
	BLSRQ AX, AX                   \
	JNZ   EACH

// Turns the quotes in AX into a mask of what lies in strings, the opening
// quote included; R12 is all ones if the block begins in a string.
#define FILL_STRINGS \
	VMOVQ AX, X5                   \
	VPCLMULQDQ $0, X9, X5, X5      \
	VMOVQ X5, AX                   \
	XORQ  R12, AX                  \
	MOVQ  AX, R12                  \
	SARQ  $63, R12

// Counts the brackets in R10 and R11, with their kinds in AX.
#define COUNT \
	ANDQ  AX, R10                  \
	ANDQ  AX, R11                  \
	POPCNTQ R10, R10               \
	POPCNTQ R11, R11               \
	SUBQ  R11, R10                 \
	ADDQ  R10, R9                  \
	ADDQ  $64, SI

// func skipBlocksAVX512(p *byte, blocks int, st *skipState) int
TEXT ·skipBlocksAVX512(SB), NOSPLIT, $0-32
	MOVQ p+0(FP), SI
	MOVQ blocks+8(FP), CX
	MOVQ st+16(FP), DI
	MOVQ skipState_inString(DI), R12
	MOVQ skipState_escaped(DI), R13
	MOVQ skipState_depth(DI), R8
	MOVQ skipState_braces(DI), R9
	MOVL $0x22, AX
	VPBROADCASTB AX, Z16 // "
	MOVL $0x5c, AX
	VPBROADCASTB AX, Z17 // \
	MOVL $0x20, AX
	VPBROADCASTB AX, Z18 // the bit that tells braces from brackets
	MOVL $0x7b, AX
	VPBROADCASTB AX, Z19 // {
	MOVL $0x7d, AX
	VPBROADCASTB AX, Z20 // }
	VPCMPEQB X9, X9, X9
	SHLQ $6, CX
	ADDQ SI, CX

loop512:
	CMPQ SI, CX
	JGE  done512
	VMOVDQU64 (SI), Z0
	VPCMPEQB Z16, Z0, K1
	VPCMPEQB Z17, Z0, K2
	KMOVQ K1, AX
	KORTESTQ K2, K2
	JNZ  backslash512
	TESTQ R13, R13
	JNZ  backslash512

strings512:
	FILL_STRINGS
	VPORQ Z18, Z0, Z1
	VPCMPEQB Z19, Z1, K3
	VPCMPEQB Z20, Z1, K4
	KMOVQ K3, R10
	KMOVQ K4, R11
	ANDNQ R10, AX, R10
	ANDNQ R11, AX, R11
	POPCNTQ R11, BX
	CMPQ R8, BX
	JLE  walk512
	POPCNTQ R10, AX
	SUBQ BX, AX
	ADDQ AX, R8
counted512:
	VPTESTMB Z18, Z0, K5
	KMOVQ K5, AX
	COUNT
	JMP  loop512

backslash512:
	KMOVQ K2, BX
	ESCAPES_MATTER
	JZ   strings512
	MOVQ DX, R13
	DROP_ESCAPED
	JMP strings512

walk512:
	MOVQ R8, skipState_depth(DI)
	WALK(bracket512, end512)
	JMP counted512

end512:
	MOVQ skipState_depth(DI), R8
	VPTESTMB Z18, Z0, K5
	KMOVQ K5, AX
	MOVQ R10, skipState_opens(DI)
	MOVQ R11, skipState_closes(DI)
	MOVQ AX, skipState_kinds(DI)

done512:
	MOVQ R12, skipState_inString(DI)
	MOVQ R13, skipState_escaped(DI)
	MOVQ R8, skipState_depth(DI)
	MOVQ R9, skipState_braces(DI)
	SUBQ p+0(FP), SI
	SHRQ $6, SI
	MOVQ SI, ret+24(FP)
	VZEROUPPER
	RET

// Puts the mask of the bytes of Y0 and Y1 that equal those of Y into R, by way
// of T.
#define MASK2(A, B, Y, R, T) \
	VPCMPEQB Y, A, Y2              \
	VPCMPEQB Y, B, Y3              \
	VPMOVMSKB Y2, R                \
	VPMOVMSKB Y3, T                \
	SHLQ  $32, T                   \
	ORQ   T, R

// Puts the mask of the bytes of Y0 and Y1 that have bit 0x20 into AX.
#define KINDS2 \
	VPSLLW $2, Y0, Y2              \
	VPSLLW $2, Y1, Y3              \
	VPMOVMSKB Y2, AX               \
	VPMOVMSKB Y3, BX               \
	SHLQ  $32, BX                  \
	ORQ   BX, AX

// func skipBlocksAVX2(p *byte, blocks int, st *skipState) int
TEXT ·skipBlocksAVX2(SB), NOSPLIT, $0-32
	MOVQ p+0(FP), SI
	MOVQ blocks+8(FP), CX
	MOVQ st+16(FP), DI
	MOVQ skipState_inString(DI), R12
	MOVQ skipState_escaped(DI), R13
	MOVQ skipState_depth(DI), R8
	MOVQ skipState_braces(DI), R9
	MOVL $0x22, AX
	VMOVD AX, X10
	VPBROADCASTB X10, Y10
	MOVL $0x5c, AX
	VMOVD AX, X11
	VPBROADCASTB X11, Y11
	MOVL $0x20, AX
	VMOVD AX, X12
	VPBROADCASTB X12, Y12
	MOVL $0x7b, AX
	VMOVD AX, X13
	VPBROADCASTB X13, Y13
	MOVL $0x7d, AX
	VMOVD AX, X14
	VPBROADCASTB X14, Y14
	VPCMPEQB X9, X9, X9
	SHLQ $6, CX
	ADDQ SI, CX

loop2:
	CMPQ SI, CX
	JGE  done2
	VMOVDQU (SI), Y0
	VMOVDQU 32(SI), Y1
	MASK2(Y0, Y1, Y10, AX, R10)
	MASK2(Y0, Y1, Y11, BX, R10)
	ESCAPES_MATTER
	JNZ  escapes2

strings2:
	FILL_STRINGS
	VPOR Y12, Y0, Y6
	VPOR Y12, Y1, Y7
	MASK2(Y6, Y7, Y13, R10, BX)
	MASK2(Y6, Y7, Y14, R11, BX)
	ANDNQ R10, AX, R10
	ANDNQ R11, AX, R11
	POPCNTQ R11, BX
	CMPQ R8, BX
	JLE  walk2
	POPCNTQ R10, AX
	SUBQ BX, AX
	ADDQ AX, R8
counted2:
	KINDS2
	COUNT
	JMP  loop2

escapes2:
	MOVQ DX, R13
	DROP_ESCAPED
	JMP strings2

walk2:
	MOVQ R8, skipState_depth(DI)
	WALK(bracket2, end2)
	JMP counted2

end2:
	MOVQ skipState_depth(DI), R8
	KINDS2
	MOVQ R10, skipState_opens(DI)
	MOVQ R11, skipState_closes(DI)
	MOVQ AX, skipState_kinds(DI)

done2:
	MOVQ R12, skipState_inString(DI)
	MOVQ R13, skipState_escaped(DI)
	MOVQ R8, skipState_depth(DI)
	MOVQ R9, skipState_braces(DI)
	SUBQ p+0(FP), SI
	SHRQ $6, SI
	MOVQ SI, ret+24(FP)
	VZEROUPPER
	RET
