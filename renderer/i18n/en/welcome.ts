export const welcome = {
  title: 'Where do you want to start?',
  lead: 'Working offline needs no account. The other two can wait.',
  alone: 'Work offline',
  aloneText: 'Your tasks stay on this device. Ready at once, and for as long as you like.',
  start: 'Start',
  team: 'Connect to a team',
  teamText: 'Join with a team’s address. You can still work when it cannot be reached.',
  connect: 'Connect',
  bring: 'Import',
  bringText: 'From Todoist, TickTick, Trello, a CSV or a TaskFlow file. You see a preview first.',
  choose: 'Choose a file',
  sample: 'Add a small sample project. One click removes it.',
  sampleNotice: 'These are samples, to try things on.',
  removeSample: 'Remove the samples',
  keepSample: 'Keep them',
  tasks: {
    first: {
      title: 'Press C and write a task: “Call Noor tomorrow 9am p2”',
      description:
        'Dates, **p1** to **p4** and `// notes` are read while you type. Put words in quotes to keep them as they are.',
    },
    board: {
      title: 'Open the board with Ctrl 2 and move this card',
      description: 'With the mouse, or with Enter, the arrows and Enter again.',
    },
    checklist: {
      title: 'Tick off a checklist',
      description: '- [x] Open a task with Enter\n- [ ] Click a circle\n- [ ] Write your own with `- [ ]`',
    },
    many: {
      title: 'Select several tasks with X, then change them at once',
      description: 'Shift and the arrows extend the selection. Ctrl Z takes anything back.',
    },
    palette: { title: 'Find everything with Ctrl K', description: '' },
    done: { title: 'Open TaskFlow', description: 'The easy one.' },
  },
};
