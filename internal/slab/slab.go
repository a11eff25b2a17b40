// Package slab takes memory for many small values at once: for values that are kept and
// forgotten together. The garbage collector then follows a pointer to a block where it
// would follow one to each value.
//
// The one rule to know: a block stays as long as anything of it is used.
package slab

const (
	// fewest and most bound how many values a block has. Blocks grow, so that a file with
	// three texts does not take memory for a hundred.
	fewest = 4
	most   = 128
)

// Of takes memory for values of a type. The zero Of is ready to use. It is for one goroutine.
type Of[T any] struct {
	free []T
	last int
}

// One returns a zero value.
func (s *Of[T]) One() *T { return &s.take(1)[0] }

// Copy returns a copy of the values, to which nothing can be appended in place. It is nil
// if there are none.
func (s *Of[T]) Copy(values []T) []T {
	if len(values) == 0 {
		return nil
	}
	out := s.take(len(values))
	copy(out, values)
	return out
}

func (s *Of[T]) take(n int) []T {
	if n > len(s.free) {
		if n > most/4 {
			return make([]T, n)
		}
		s.last = max(min(2*s.last, most), fewest, n)
		s.free = make([]T, s.last)
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}
