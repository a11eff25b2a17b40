// Package settings reads the file that says how messages are reworded: an endpoints.yml of
// Rasa, or its sections nlg and model_groups.
//
// The one rule to know: every finding says where it is and how to fix it, and none shows a
// secret.
package settings
