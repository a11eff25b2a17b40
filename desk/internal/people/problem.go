package people

import (
	"fmt"
	"strings"
)

// Problem is what is wrong with a line of the file.
type Problem struct {
	File string
	// Line and Column begin at 1; a column is a character.
	Line, Column  int
	Message, Hint string
}

func (p Problem) String() string {
	text := fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
	if p.Hint != "" {
		text += "; " + p.Hint
	}
	return text
}

// mostTold is how many problems an error tells at most.
const mostTold = 20

// Problems is the error for a file that has some.
type Problems []Problem

func (p Problems) Error() string {
	var lines []string
	for i, one := range p {
		if i == mostTold {
			lines = append(lines, fmt.Sprintf("and %d more", len(p)-i))
			break
		}
		lines = append(lines, one.String())
	}
	return strings.Join(lines, "\n")
}
