package nlg

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"nlgserver/internal/diag"
)

// largeFile is the size, in bytes, from which a file is compiled while no other
// large one is: parsing takes up to a hundred times the memory of the text.
const largeFile = 256 << 10

// ahead bounds how many files may be read before one that is not finished: what was
// found in them waits in memory until it is counted.
const ahead = 64

// addAll compiles files concurrently, and adds them in order.
func (c *Compiler) addAll(files []File) {
	units := make([]*unit, len(files))
	done := make([]chan struct{}, len(files))
	for i := range done {
		done[i] = make(chan struct{})
	}
	var group sync.WaitGroup
	var panicked atomic.Pointer[any]
	var large sync.Mutex
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		group.Go(func() {
			for i := range next {
				func() {
					defer close(done[i])
					defer func() {
						if cause := recover(); cause != nil {
							panicked.CompareAndSwap(nil, &cause)
						}
					}()
					if len(files[i].Data) >= largeFile {
						large.Lock()
						defer large.Unlock()
					}
					u := &unit{file: files[i]}
					for range u.read(c.opts, c.budget) {
					}
					units[i] = u
				}()
			}
		})
	}
	added := 0
	add := func(until int) {
		for ; added < until; added++ {
			if <-done[added]; units[added] != nil {
				c.add(units[added])
				units[added] = nil
			}
		}
	}
	for i := range files {
		add(i - ahead)
		next <- i
	}
	close(next)
	add(len(files))
	group.Wait()
	// Panic in the caller's goroutine, where it can be recovered. In another
	// goroutine it would end the process.
	if cause := panicked.Load(); cause != nil {
		panic(*cause)
	}
}

// tooLarge rejects content that has too many parts in all its files, at the largest
// of them.
func tooLarge(files []File, most int) Diagnostic {
	largest := files[0]
	for _, f := range files {
		if len(f.Data) > len(largest.Data) {
			largest = f
		}
	}
	return Diagnostic{
		Position: Position{File: largest.Path, Line: 1, Column: 1}, Severity: diag.Error, Code: diag.TooLarge,
		Message: fmt.Sprintf("the content has more than %d values, variables and conditions in all its files; this is the largest file", most),
		Hint:    "remove responses that are not used, or serve some of them from another server",
	}
}
