import { Patience } from '../../../../nodes/shared/delivery/memory/patience';

it('a wait that has begun never ends later', () => {
	const patience = new Patience();
	expect([patience.until('a', 10), patience.until('a', 20), patience.until('a', 5)]).toEqual([
		10, 10, 5,
	]);
	expect(patience.until('b', 20)).toBe(20);
});

it('a wait that has begun can be over', () => {
	const patience = new Patience();
	patience.until('a', 10);
	expect(patience.isOver('a')).toBe(false);
	patience.over('a');
	expect([patience.isOver('a'), patience.isOver('b')]).toEqual([true, false]);
	patience.forget('a');
	expect([patience.isOver('a'), patience.until('a', 30)]).toEqual([false, 30]);
});
