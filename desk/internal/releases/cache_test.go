package releases

import (
	"bytes"
	"testing"

	"nlgserver/internal/content"
)

func of(number, size int) *kept {
	half := bytes.Repeat([]byte("x"), size/2)
	return &kept{number: number, files: []content.File{{Data: half}, {Data: half}}}
}

func TestCache(t *testing.T) {
	var c cache
	has := func(numbers ...int) {
		t.Helper()
		size := 0
		for _, k := range c.latest {
			size += k.size()
		}
		if len(c.latest) != len(numbers) || c.size != size || size > maxKept {
			t.Errorf("%d releases of %d bytes, by the count %d", len(c.latest), size, c.size)
		}
		for i, number := range numbers {
			if i >= len(c.latest) || c.latest[i].number != number {
				t.Errorf("release %d is not at %d", number, i)
			}
		}
	}
	for i := range mostKept + 2 {
		c.add(of(i+1, 2), c.begin())
	}
	has(3, 4, 5, 6, 7, 8, 9, 10)
	if c.get(1) != nil || c.get(4) == nil {
		t.Error("what is kept is not found, or something else is")
	}
	has(3, 5, 6, 7, 8, 9, 10, 4)
	c.add(of(4, 2), c.begin()) // two have fetched it at once
	has(3, 5, 6, 7, 8, 9, 10, 4)
	c.add(of(11, maxKept+2), c.begin())
	has(3, 5, 6, 7, 8, 9, 10, 4)
	c.add(of(12, maxKept-2), c.begin())
	has(4, 12)
	begun := c.begin()
	c.clear()
	c.add(of(13, 2), begun)
	has()
	c.add(of(13, 2), c.begin())
	has(13)
}
