// Package hostile writes content that is made to exhaust a compiler: each shape
// repeats one thing until the content has a given size. Tests and measuring programs
// share it.
//
// The one rule to know: whatever its size, a shape must be served or refused in time
// and memory that grow with its bytes.
package hostile
