/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the programs of a feature share with the test, as map .data.state:
 *
 *	state.process = getpid();         the test: whose calls count
 *	prctl(FEATURE_CALL, 1, 2);        runs a program made with CALLED()
 *	state.value[0]                    what the program found
 */
#ifndef FEATURES_STATE_H
#define FEATURES_STATE_H

/* An option that no kernel knows: only a program gives it a meaning. */
#define FEATURE_CALL 0x686d

/* Where the test maps the arena of bpf/arena.bpf.c: an address that is free. */
#define FEATURE_ARENA 0x70000000

#define FEATURE_VALUES 16
#define FEATURE_TEXT 128

struct feature_state {
	unsigned int process;
	unsigned int calls;
	long value[FEATURE_VALUES];
	char text[FEATURE_TEXT];
};

#endif
