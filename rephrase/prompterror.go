package rephrase

import (
	"fmt"
	"strings"

	"nlgserver/interpolate/jinja"
)

// PromptError is why a prompt could not be rendered.
type PromptError struct {
	// Reason has nothing of what people wrote.
	Reason string
	// Detail is the reason in full, which may have values of slots and words of the
	// conversation: it must not be logged. It is empty if the reason says it all.
	Detail string
}

func (e *PromptError) Error() string { return "prompt: " + e.Reason }

// promptFailed returns why a template failed. Python's messages quote values, so its reason
// has words of our own.
func promptFailed(err *jinja.Error) *PromptError {
	return &PromptError{Reason: fmt.Sprintf("line %d: %s", err.Line, failure(err)), Detail: err.Error()}
}

// failure returns the kind of an error of a template.
func failure(err *jinja.Error) string {
	switch err.Kind {
	case jinja.Undefined:
		return "a variable, an attribute, or an element is undefined"
	case jinja.Limit:
		return "the template takes more work, memory, or output than it may"
	}
	name, _, _ := strings.Cut(err.Message, ":")
	switch name {
	case "KeyError", "IndexError":
		return "a key or an index does not exist (" + name + ")"
	case "AttributeError":
		return "an attribute does not exist (AttributeError)"
	case "TypeError", "FilterArgumentError":
		return "a value has the wrong type (" + name + ")"
	case "ValueError", "UnicodeEncodeError":
		return "a value is not valid (" + name + ")"
	case "ZeroDivisionError", "OverflowError":
		return "a calculation failed (" + name + ")"
	case "TemplateRuntimeError":
		return "a filter or a test does not exist, or cannot be used here (TemplateRuntimeError)"
	case "not supported":
		return "an operation is not supported"
	}
	return "the template failed"
}
