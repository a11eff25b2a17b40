package edit_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"nlgserver/edit"
	"nlgserver/internal/python"
	"nlgserver/responses"
)

// awkward are texts that YAML may take for something else.
var awkward = []string{
	"", " ", "Hello", "Hi {name}!", "a: b", "a #b", "#b", "- a", "yes", "No", "~", "null", "12", "1e3", "0o7", "017", "0x1F", "1:30", "2001-12-14", ".inf", ".5", "=", "<<",
	"&a", "*a", "!a", "[a]", "{a}", "a, b", "a]", "%a", "@a", "`a`", "\"a\"", "'a'", "it's", "a\\nb", "\\u00e9", "a:", ":a", "?", "? a", "| a", "> a", "---", "... a", "--- a",
	"a\nb", "a\n\nb\n", "\na", "a\n", "a\n\n", " a\nb", "a\n  b", "a \nb", "a\tb", "\ta", "a\t", "a\r\nb", "a\rb", "\u00a0a", "a\u200bb", "\ufeffa", "a\u2028b", "a\u0085b", "a\x01b", "a\x7fb",
	"👩‍👩‍👧", "𝒳 \U0001F600", "ä ö ü", "नमस्ते", "${X}", "a ${X} b", "$X", "/SetSlots(a=b)", `/inform{"a": "b"}`, "https://example.com/a#b?c=d&e", "a  b", strings.Repeat("word ", 60) + "end", strings.Repeat("x", 3000),
}

func drawText(t *rapid.T) string {
	if rapid.IntRange(0, 3).Draw(t, "kind of text") > 0 {
		return rapid.SampledFrom(awkward).Draw(t, "text")
	}
	s := rapid.StringOfN(rapid.RuneFrom([]rune(" ab\n:#-'\"\\{}[],&*!|>%@`\t~é😀0.\u200b\u2029")), 0, 12, -1).Draw(t, "text")
	return s
}

func textJSON(text string) json.RawMessage { return python.AppendJSONString(nil, text) }

func drawButton(t *rapid.T) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"title":%s,"payload":%s}`, textJSON(drawText(t)), textJSON(drawText(t))))
}

// drawOp returns an op on a variation.
func drawOp(t *rapid.T, name string, number int, v responses.Value, n int) edit.Op {
	op := edit.Op{Response: name, Number: number}
	buttons := v.Get("buttons").Len()
	button := func() string {
		return fmt.Sprintf("buttons[%d]", rapid.IntRange(0, max(buttons-1, 0)).Draw(t, "button"))
	}
	switch kind := rapid.IntRange(0, 20).Draw(t, "op"); kind {
	case 0, 1, 2, 3:
		op.Kind, op.Path, op.Value = edit.Set, "text", textJSON(drawText(t))
	case 4, 5:
		op.Kind, op.Path, op.Value = edit.Set, "text", textJSON(drawText(t))
		op.Language = rapid.SampledFrom([]string{"de", "fr", "no"}).Draw(t, "language")
	case 6:
		op.Kind, op.Path, op.Value = edit.Set, button()+rapid.SampledFrom([]string{".title", ".payload"}).Draw(t, "key"), textJSON(drawText(t))
	case 7:
		op.Kind, op.Path, op.Value = edit.Set, button()+".title", textJSON(drawText(t))
		op.Language = rapid.SampledFrom([]string{"de", "fr"}).Draw(t, "language")
	case 8:
		op.Kind = edit.Set
		op.Path = rapid.SampledFrom([]string{"id", "channel", "image", "condition", "other"}).Draw(t, "path")
		op.Value = textJSON(drawText(t))
	case 9:
		op.Kind, op.Path = edit.Set, "condition"
		op.Value = json.RawMessage(`[{"type":"slot","name":"a","value":1},{"type":"slot","name":"b","value":"x: y"}]`)
	case 10:
		op.Kind, op.Path = edit.Set, "metadata"
		op.Value = rapid.SampledFrom([]json.RawMessage{json.RawMessage(`{"rephrase":true,"a":{"b":[1,2.5,null,[],{}]}}`), json.RawMessage(`{}`), json.RawMessage(`{"template":"jinja"}`)}).Draw(t, "metadata")
	case 11:
		op.Kind = edit.Unset
		op.Path = rapid.SampledFrom([]string{"id", "channel", "image", "condition", "buttons", "metadata", "custom", "text"}).Draw(t, "path")
		if op.Path == "text" {
			op.Language = "de"
		}
	case 12:
		op.Kind, op.Path, op.Value = edit.AddItem, "buttons", drawButton(t)
		op.To = rapid.IntRange(0, buttons+1).Draw(t, "to")
	case 13:
		op.Kind, op.Path = edit.RemoveItem, button()
	case 14:
		op.Kind, op.Path = edit.MoveItem, button()
		op.To = rapid.IntRange(0, buttons).Draw(t, "to")
	case 15:
		op.Kind, op.Number = edit.AddVariation, 0
		op.Value = json.RawMessage(fmt.Sprintf(`{"text":%s,"condition":"slots.a","buttons":[%s]}`, textJSON(drawText(t)), drawButton(t)))
		op.To = rapid.IntRange(0, n+1).Draw(t, "to")
	case 16:
		op.Kind = edit.RemoveVariation
	case 17:
		op.Kind = edit.MoveVariation
		op.To = rapid.IntRange(0, n).Draw(t, "to")
	case 18:
		op.Kind, op.Number = edit.RenameResponse, 0
		op.Value = textJSON(rapid.SampledFrom([]string{"utter_renamed", "5", "a: b", "true"}).Draw(t, "name"))
	case 19:
		op.Kind, op.Number = edit.RemoveResponse, 0
	default:
		op.Kind, op.Number, op.File = edit.AddResponse, 0, "r.yml"
		op.Response = rapid.SampledFrom([]string{name + "_too", "utter_" + name, "a", "zz: 1"}).Draw(t, "name")
		op.Value = json.RawMessage(fmt.Sprintf(`[{"text":%s},{"text":"a\nb"}]`, textJSON(drawText(t))))
	}
	return op
}

// generator writes a file of responses in random styles.
type generator struct {
	t       *rapid.T
	b       strings.Builder
	anchors int
}

func (g *generator) chance(n int) bool { return rapid.IntRange(1, n).Draw(g.t, "chance") == 1 }

func (g *generator) pick(all ...string) string { return rapid.SampledFrom(all).Draw(g.t, "pick") }

func (g *generator) line(indent int, text string) {
	g.b.WriteString(strings.Repeat(" ", indent) + text)
}

// end ends a line, with a comment and more lines.
func (g *generator) end(indent int) {
	if g.chance(4) {
		g.b.WriteString("  # why: \"not\"")
	}
	g.b.WriteString("\n")
	g.between(indent)
}

func (g *generator) between(indent int) {
	for g.chance(5) {
		g.b.WriteString(g.pick("\n", "   \n", strings.Repeat(" ", indent)+"# - text: old\n", "# far left\n", strings.Repeat(" ", indent+4)+"# deep\n"))
	}
}

// value writes a text after a key, with the end of its line.
func (g *generator) value(indent int) {
	margin := "\n" + strings.Repeat(" ", indent+2)
	block := g.pick("a", "a"+margin+"b", "a"+margin+margin+"  b: c"+margin+"# d", "  a", "x \\u00e9")
	digit := "2"
	switch rapid.IntRange(0, 9).Draw(g.t, "style") {
	case 0:
		g.b.WriteString(g.pick("|", "|-", "|+", ">", ">-", ">+", "| # c"))
		g.b.WriteString(margin + strings.TrimLeft(block, " ") + "\n" + g.pick("", "\n"))
		g.between(indent)
		return
	case 1:
		g.b.WriteString(g.pick("|", ">", "|") + digit + g.pick("", "-", "+"))
		g.b.WriteString(margin + block + "\n")
		return
	case 2:
		g.b.WriteString(g.pick("Hello"+margin+"there", "\"a\\"+margin+"b\"", "'a"+margin+margin+"b'", "\"a"+margin+"b\""))
	default:
		g.flow()
	}
	g.end(indent)
}

// flow writes a text on one line.
func (g *generator) flow() {
	g.b.WriteString(g.pick("Hello", "Hi you", "\"Hi {name}: #1\"", "'it''s'", "\"a\\n\\\"b\\\"\\u00e9\"", "utter", "\"\"", "''", "!!str Hi", "\"${X}\"", "é", "a ${X} b", "'\"'"))
}

func (g *generator) variation(indent, dash int) {
	g.line(indent, "-"+strings.Repeat(" ", dash-1))
	inner := indent + dash
	known := g.anchors
	switch rapid.IntRange(0, 9).Draw(g.t, "form") {
	case 0:
		g.flow()
		g.end(indent)
		return
	case 1:
		g.b.WriteString(g.pick("{text: Hi}", "{text: \"a, b\", id: x}", "{ text: 'c' , buttons: [ {title: a, payload: b}, {title: d} ] }", "{\"text\": \"json\", \"buttons\": []}", "{text: Hi, translation: {de: Tag}}", "{text: Hi,\n"+strings.Repeat(" ", inner)+"id: x}"))
		g.end(indent)
		return
	case 2:
		if g.anchors > 0 {
			fmt.Fprintf(&g.b, "*a%d", rapid.IntRange(1, g.anchors).Draw(g.t, "alias"))
			g.end(indent)
			return
		}
	case 3:
		g.anchors++
		fmt.Fprintf(&g.b, "&a%d\n", g.anchors)
		g.line(inner, "")
	}
	isFirst := true
	key := func(name string) {
		if !isFirst {
			g.line(inner, "")
		}
		isFirst = false
		g.b.WriteString(name + ":")
	}
	if g.chance(3) {
		key("id")
		g.b.WriteString(" x")
		g.end(inner)
	}
	if g.chance(4) {
		key("condition")
		if g.chance(2) {
			g.b.WriteString(" slots.a == 'b'\n")
		} else {
			g.b.WriteString("\n")
			g.line(inner, "- type: slot\n")
			g.line(inner, "  name: a\n")
			g.line(inner, "  value: 1\n")
		}
	}
	if known > 0 && g.chance(6) {
		key("<<")
		fmt.Fprintf(&g.b, " *a%d\n", rapid.IntRange(1, known).Draw(g.t, "merged"))
	}
	key("text")
	g.b.WriteString(" ")
	g.value(inner)
	if g.chance(3) {
		key("translation")
		g.b.WriteString("\n")
		g.line(inner+2, "de: ")
		g.value(inner + 2)
	}
	if g.chance(3) {
		key("buttons")
		switch rapid.IntRange(0, 3).Draw(g.t, "buttons") {
		case 0:
			g.b.WriteString(g.pick(" []", " [{title: a, payload: /b}]", " [{title: a}, {title: b, payload: /c}]"))
			g.end(inner)
		default:
			offset := rapid.IntRange(0, 1).Draw(g.t, "offset") * 2
			g.b.WriteString("\n")
			g.between(inner)
			for range rapid.IntRange(1, 3).Draw(g.t, "buttons") {
				g.line(inner+offset, "- title: ")
				g.flow()
				g.end(inner + offset)
				g.line(inner+offset+2, "payload: ")
				g.flow()
				g.end(inner + offset)
			}
		}
	}
	if g.chance(5) {
		key("metadata")
		g.b.WriteString("\n")
		g.line(inner+2, "rephrase: True\n")
	}
}

// generated returns a file.
func generated(t *rapid.T) string {
	g := &generator{t: t}
	if g.chance(3) {
		g.b.WriteString("%YAML 1.2\n")
		g.b.WriteString("---\n")
	} else if g.chance(3) {
		g.b.WriteString("---\n")
	}
	g.b.WriteString(g.pick("", "version: \"3.1\"\n", "# top\n\n"))
	g.b.WriteString(g.pick("responses", "responses", "templates") + ":\n")
	step, offset, dash := rapid.IntRange(1, 4).Draw(t, "step"), rapid.IntRange(0, 2).Draw(t, "offset"), rapid.IntRange(2, 4).Draw(t, "dash")
	for i := range rapid.IntRange(1, 3).Draw(t, "responses") {
		g.line(step, fmt.Sprintf("utter_%c:", 'a'+i))
		g.end(step + offset)
		for range rapid.IntRange(1, 3).Draw(t, "variations") {
			g.variation(step+offset, dash)
		}
	}
	g.b.WriteString(g.pick("", "", "slots: {}\n", "# bottom\n"))
	text := g.b.String()
	switch rapid.IntRange(0, 5).Draw(t, "ends") {
	case 0:
		text = strings.TrimRight(text, "\n ")
	case 1:
		text = strings.ReplaceAll(text, "\n", "\r\n")
	case 2:
		text = "\ufeff" + text
	}
	return text
}
