package hostile

import (
	"strconv"
	"strings"

	"nlgserver/internal/content"
)

// Shape is a kind of hostile content.
type Shape struct {
	Name string
	// Files returns content of about that many bytes.
	Files func(size int) []content.File
}

// one returns a shape of a single file.
func one(name string, write func(size int) string) Shape {
	return Shape{name, func(size int) []content.File {
		return []content.File{{Path: "x.yml", Name: "x.yml", Data: []byte(write(size))}}
	}}
}

// repeated is a shape that repeats a part between a head and a tail.
func repeated(name, head, part, tail string) Shape {
	return one(name, func(size int) string {
		return head + strings.Repeat(part, max(1, (size-len(head)-len(tail))/len(part))) + tail
	})
}

// counted is a shape that repeats a part in which each # is replaced by the count.
func counted(name, head, part, tail string) Shape {
	return one(name, func(size int) string {
		var b strings.Builder
		b.Grow(size + len(part) + len(tail) + 64)
		b.WriteString(head)
		pieces := strings.Split(part, "#")
		for i := 0; i == 0 || b.Len() < size-len(tail); i++ {
			number := strconv.Itoa(i)
			for j, piece := range pieces {
				if j > 0 {
					b.WriteString(number)
				}
				b.WriteString(piece)
			}
		}
		b.WriteString(tail)
		return b.String()
	})
}

// after is a shape of two parts, each repeated to half of the size.
func after(name, head, first, middle, second, tail string) Shape {
	return one(name, func(size int) string {
		half := max(1, size/2)
		return head + strings.Repeat(first, max(1, half/len(first))) + middle + strings.Repeat(second, max(1, half/len(second))) + tail
	})
}

// inLines is a shape whose lines are each indented further than the one before: their
// number grows with the root of the size.
func inLines(name, head, part string) Shape {
	return one(name, func(size int) string {
		var b strings.Builder
		b.WriteString(head)
		for i := 0; i == 0 || b.Len() < size; i++ {
			b.WriteString(strings.Repeat(" ", i))
			b.WriteString(part)
		}
		return b.String()
	})
}

// mostFiles is how many files a shape has at most; larger content has larger ones.
const mostFiles = 30_000

// files is a shape of many files, in which each # of the path and each % of the text is
// replaced by the number of the file.
func files(name, path, text string) Shape {
	return Shape{name, func(size int) []content.File {
		var all []content.File
		text := text
		if padding := size/mostFiles - len(text); padding > 0 {
			text += strings.Repeat("# comment\n", padding/10)
		}
		for i := 0; i == 0 || i*len(text) < size; i++ {
			number := strconv.Itoa(i)
			p := strings.ReplaceAll(path, "#", number)
			all = append(all, content.File{Path: p, Name: p, Data: []byte(strings.ReplaceAll(text, "%", number))})
		}
		return all
	}}
}
