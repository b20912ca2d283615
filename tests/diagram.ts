/** The diagram of product.md R3 in plain lines, `state: step next-state whose`, shared with nothing in the portal. */
const lines = `
	authorised: complete form_complete sender, refuse refused desk, cancel cancelled both, expire expired portal
	form_complete: send in_transit sender, receive received desk, refuse refused desk, cancel cancelled both, expire expired portal
	in_transit: send in_transit sender, receive received desk, refuse refused desk
	received: inspect inspecting desk
	inspecting: quote quoted desk, repair repaired desk, replace replaced desk, return returned_unrepaired desk
	quoted: quote quoted desk, accept accepted sender, decline declined sender, return returned_unrepaired desk
	declined: quote quoted desk, return returned_unrepaired desk
	accepted: repair repaired desk, replace replaced desk
	repaired: ship shipped_back desk
	replaced: ship shipped_back desk
	returned_unrepaired: ship shipped_back desk
	shipped_back: close closed both
`;

export type Whose = 'sender' | 'desk' | 'portal';
type Way = { step: string; to: string; whose: Whose[] };

/** The ways out of each state; a state without any is an end. */
export const ways = new Map(
	lines
		.trim()
		.split('\n')
		.map((line): [string, Way[]] => {
			const [from = '', rest = ''] = line.trim().split(': ');
			return [from, rest.split(', ').map(wayOf)];
		}),
);

function wayOf(text: string): Way {
	const [step = '', to = '', whose = ''] = text.split(' ');
	return { step, to, whose: whose === 'both' ? ['sender', 'desk'] : [whose as Whose] };
}

/** Where a step leads for somebody like him; undefined: nowhere. */
export function whereTo(state: string, step: string, whose: string): string | undefined {
	return ways.get(state)?.find((way) => way.step === step && way.whose.some((one) => one === whose))?.to;
}
