import { RecentMap } from '../../../../nodes/shared/delivery/memory/recentMap';

it('keeps as many keys as its limit, and then forgets the oldest', () => {
	const map = new RecentMap<number>(2);
	map.set('a', 1);
	map.set('b', 2);
	expect([map.get('a'), map.get('b')]).toEqual([1, 2]);
	map.set('a', 3);
	map.set('c', 4);
	expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([3, undefined, 4]);
});
