/** What keeps the portal from starting and the operator can change, said in a sentence or two. Printed without a stack. */
export class Obstacle extends Error {}
