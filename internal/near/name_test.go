package near

import (
	"slices"
	"testing"
)

func TestName(t *testing.T) {
	tests := []struct{ name, known, want string }{
		{"blance", "balance", "balance"},
		{"balnace", "balance", "balance"},
		{"account_numbr", "account_number", "account_number"},
		{"acount_numbr", "account_number", "account_number"},
		{"Name", "name", "name"},
		{"first-name", "first_name", "first_name"},
		{" name ", "name", "name"},
		{"names", "name", ""},
		{"line_1", "line_2", ""},
		{"id", "in", ""},
		{"card", "cart", "cart"},
		{"city", "country", ""},
	}
	for _, tt := range tests {
		got, ok := Name(tt.name, slices.Values([]string{tt.known}))
		if ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("Name(%q, %q) = %q, %v, want %q", tt.name, tt.known, got, ok, tt.want)
		}
	}
}
