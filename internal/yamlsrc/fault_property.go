package yamlsrc

import "strings"

// properties skips anchors, tags, and the white space after them. Text that only
// looks like one is a fault.
func (f *finder) properties(i int) (next int, ok bool) {
	for f.at(i) == '&' || f.at(i) == '!' {
		end := i + propertyLength(f.src[i:])
		name := f.src[i+1 : end]
		switch {
		case f.src[i] == '&' && (name == "" || !f.endsName(end)), f.src[i] == '!' && !f.isTag(name):
			f.reserved(i)
			return i, false
		case f.src[i] == '&':
			f.anchors[name] = true
		}
		i = skipBlanks(f.src, end)
	}
	return i, true
}

// endsName reports whether the name of an anchor may end before i.
func (f *finder) endsName(i int) bool {
	return f.endsWord(i) || strings.IndexByte("?:,]}%@`", f.src[i]) >= 0
}

// isTag reports whether the text after ! is a tag.
func (f *finder) isTag(name string) bool {
	if strings.HasPrefix(name, "<") && strings.HasSuffix(name, ">") {
		return true
	}
	for i := range len(name) {
		if !isNameByte(name[i]) && strings.IndexByte("!;/?:@&=+$,.~*'()[]%", name[i]) < 0 {
			return false
		}
	}
	handle, suffix, hasHandle := strings.Cut(name, "!")
	if !hasHandle || strings.Trim(handle, nameBytes) != "" {
		return true
	}
	return suffix != "" && (handle == "" || f.hasTags)
}

const nameBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
